export interface Clock {
  /** Milliseconds since 1970. It may be set at any time, so it only dates what happens. */
  now(): number;
  /** The milliseconds of the running process, which all waiting goes by. */
  elapsed(): number;
  /** Does a job after so many of them. @returns how to do without */
  after(ms: number, job: () => void): () => void;
}

export const systemClock: Clock = {
  now: Date.now,
  elapsed: () => performance.now(),
  after(ms, job) {
    const timer = setTimeout(job, ms);
    return () => clearTimeout(timer);
  },
};
