// Where somebody wanted to go before they were asked to sign in.

/** The path, where it is one of this console and nobody else's address in disguise; null otherwise. */
export function nextPath(wanted: string | null): string | null {
  if (!wanted?.startsWith('/') || /^\/[/\\]/.test(wanted)) return null;
  const here = new URL('http://console.invalid');
  const there = URL.canParse(wanted, here) ? new URL(wanted, here) : null;
  return there?.origin === here.origin ? there.pathname + there.search : null;
}
