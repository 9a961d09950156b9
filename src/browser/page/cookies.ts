/** The cookies that script may read, each as `name=value`. Some browsers join them without a space. */
export const cookies = (): string[] => document.cookie.split(/; ?/);
