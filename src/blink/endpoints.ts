import { logistics } from './endpoints/logistics.ts';
import { ordering } from './endpoints/ordering.ts';

export type { Documented, Endpoint, Repeatability, WithBody } from './endpoints/endpoint.ts';

/** Every call of Blink's two APIs that is known. */
export const endpoints = { ...ordering, ...logistics };
