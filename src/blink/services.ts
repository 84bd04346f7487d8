/** The two services of Blink. Each has its own hosts and its own credential. */
export type Service = 'ordering' | 'logistics';

/** Where Blink's own environments answer. Blink calls its staging hosts "Sandbox". */
export const hosts = {
  production: { ordering: 'https://api.blinkco.io', logistics: 'https://api.delivery.blinkco.io' },
  sandbox: { ordering: 'https://stg-api.blinkco.io', logistics: 'https://stg-delivery.blinkco.io' },
} as const satisfies Record<string, Record<Service, string>>;
