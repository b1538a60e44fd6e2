import type { Config } from '../config.ts';
import type { Log } from '../platform/logging.ts';
import type { Stores } from '../stores.ts';

/** What a server is put together from. The stores must be open and migrated. */
export interface ServerOptions {
  readonly config: Pick<
    Config,
    'publicUrl' | 'allowedHosts' | 'outboundAllowedHosts' | 'runTimeoutMs'
  > &
    Partial<Pick<Config, 'signIn' | 'trustedProxies' | 'auditRetentionDays' | 'mail'>>;
  readonly stores: Stores;
  readonly secret: Uint8Array;
  readonly log: Log;
  readonly webDirectory?: string;
}
