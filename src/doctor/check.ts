import type { Patient } from './patient.ts';

export type Status = 'ok' | 'warning' | 'failed' | 'skipped';

/** What a check found. */
export interface Finding {
  status: Status;
  /** A sentence or a part of one, without its full stop. */
  detail: string;
  /** What mends it: lines to paste into a shell, or a sentence where no command can. */
  fix?: string | undefined;
}

/** One thing to look at. It changes nothing, and may throw: that is a finding as well. */
export interface Check {
  id: string;
  title: string;
  look(patient: Patient, signal: AbortSignal): Finding | Promise<Finding>;
}

/** A check and what it found. */
export interface Diagnosis extends Finding {
  id: string;
  title: string;
}

export const ok = (detail: string): Finding => ({ status: 'ok', detail });
export const warning = (detail: string, fix?: string): Finding => ({ status: 'warning', detail, fix });
export const failed = (detail: string, fix?: string): Finding => ({ status: 'failed', detail, fix });
export const skipped = (detail: string): Finding => ({ status: 'skipped', detail });
