/** A signal that aborts with the first of these, for the same reason. Not every browser has `AbortSignal.any`. */
export const any = (signals: AbortSignal[]): AbortSignal => {
  if (AbortSignal.any) return AbortSignal.any(signals);
  const controller = new AbortController();
  const { signal } = controller;
  for (const one of signals) one.addEventListener('abort', () => controller.abort(one.reason), { signal });
  return signal;
};
