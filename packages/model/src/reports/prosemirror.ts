import {
  REPORT_MARKS,
  REPORT_NODES,
  type ReportAttribute,
  type ReportMarkSpec,
  type ReportNodeSpec,
} from './schema.ts';

/** An attribute as `AttributeSpec` of ProseMirror has it; `validate` throws a RangeError. */
export interface ProseMirrorAttribute {
  readonly default?: unknown;
  validate(value: unknown): void;
}

type Attributes = Record<string, ProseMirrorAttribute>;
type WithAttributes<Spec> = Omit<Spec, 'attributes'> & { readonly attrs: Attributes };

/**
 * The specification that `new Schema(…)` of `prosemirror-model` takes. The editor adds to the same
 * nodes how they are drawn and parsed, nothing else.
 */
export function reportSchemaSpec(): {
  readonly topNode: 'doc';
  readonly nodes: Record<string, WithAttributes<ReportNodeSpec>>;
  readonly marks: Record<string, WithAttributes<ReportMarkSpec>>;
} {
  return {
    topNode: 'doc',
    nodes: mapSpecs<ReportNodeSpec>(REPORT_NODES),
    marks: mapSpecs<ReportMarkSpec>(REPORT_MARKS),
  };
}

function mapSpecs<Spec extends { readonly attributes: Readonly<Record<string, ReportAttribute>> }>(
  specs: Readonly<Record<string, Spec>>,
): Record<string, WithAttributes<Spec>> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { attributes, ...spec }]) => [
      name,
      {
        ...spec,
        attrs: Object.fromEntries(
          Object.entries(attributes).map(([attribute, rule]) => [
            attribute,
            toProseMirror(`${name}.${attribute}`, rule),
          ]),
        ),
      },
    ]),
  );
}

function toProseMirror(place: string, rule: ReportAttribute): ProseMirrorAttribute {
  return {
    ...('default' in rule ? { default: rule.default } : {}),
    validate(value) {
      const result = rule.value.safeParse(value);
      if (!result.success) {
        throw new RangeError(`${place}: ${result.error.issues[0]?.message ?? 'is not valid'}`);
      }
    },
  };
}
