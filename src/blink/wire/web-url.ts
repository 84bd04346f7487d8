/** An http or https address; undefined for a text that is none. */
export function webUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
}

/** True for an address with a user name or a password in it. */
export function hasCredentials({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}
