import { useEffect, useState } from 'react';

const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** 14:05:09, for epoch ms. */
export function clock(at: number): string {
  return format.format(at);
}

/** 4:59 or 7:59:59, for milliseconds; what is over is 0:00. */
export function span(millis: number): string {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  const pad = (n: number): string => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60) % 60;
  const hours = Math.floor(seconds / 3600);
  return `${hours ? `${hours}:${pad(minutes)}` : minutes}:${pad(seconds % 60)}`;
}

/** Epoch ms, anew every second. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
