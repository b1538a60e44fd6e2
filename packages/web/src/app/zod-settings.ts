import { config } from 'zod';

// Zod tries `new Function` to compile its checks, which the server's content security policy refuses
// and reports. Imported before any schema is made.
config({ jitless: true });
