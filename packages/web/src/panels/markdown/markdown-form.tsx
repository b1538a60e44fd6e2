import type { MarkdownSettings } from '@runloom/model';
import { AreaField, Form } from '../../components/fields.tsx';
import type { PanelFormProps } from '../panel-type.ts';

export function MarkdownForm({ settings, onChange }: PanelFormProps<MarkdownSettings>) {
  return (
    <Form>
      <AreaField
        label="Text in Markdown"
        hint="As GitHub reads it: headings, lists, tables, task lists, code. Formulas stand between $…$ or $$…$$. The panel shows it as you type. Pictures from elsewhere are linked, not loaded."
        rows={18}
        maxLength={100_000}
        value={settings.text}
        onChange={(text) => onChange({ text })}
      />
    </Form>
  );
}
