/** Microseconds since 1970, as whole numbers (exact in a double until the year 2255). */
export type Microseconds = number;

/** A JSON text exactly as it was sent: `1.0` stays `1.0`, integers keep all their digits. */
export type JsonText = string;
