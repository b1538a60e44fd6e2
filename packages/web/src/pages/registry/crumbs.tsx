import { Link } from '@tanstack/react-router';
import { Truncated } from '../../components/truncated.tsx';
import styles from './registry.module.css';

/** Where in the registries the reader is, above the page's title. */
export function Crumbs({
  organization,
  registry,
  collection,
}: {
  readonly organization: string;
  readonly registry?: string;
  readonly collection?: string;
}) {
  return (
    <nav aria-label="Where in the registry" className={styles.crumbs}>
      <ol>
        <li>
          <Link to="/registry">Registry</Link>
        </li>
        <li>
          <Link to="/orgs/$organization/registry" params={{ organization }}>
            <Truncated text={organization} />
          </Link>
        </li>
        {registry === undefined ? null : (
          <li>
            <Link to="/orgs/$organization/registry/$registry" params={{ organization, registry }}>
              <Truncated text={registry} />
            </Link>
          </li>
        )}
        {registry === undefined || collection === undefined ? null : (
          <li>
            <Link
              to="/orgs/$organization/registry/$registry/$collection"
              params={{ organization, registry, collection }}
            >
              <Truncated text={collection} />
            </Link>
          </li>
        )}
      </ol>
    </nav>
  );
}
