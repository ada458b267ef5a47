/** Waiting: for some time, with a limit, and until someone says stop. */

/** Resolves after `ms`; rejects at once with the signal's reason when `signal` aborts. */
export function delay(ms, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** A whole number of milliseconds between `ms` and `ms` plus half of it, so that a thousand pages do not act as one. */
export function jittered(ms) {
  return Math.round(ms + Math.random() * ms * 0.5);
}

/** Whether `error` only says that the work was no longer wanted. */
export function isAbort(error, signal) {
  return signal?.aborted === true || error?.name === 'AbortError';
}
