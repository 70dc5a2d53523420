/**
 * What every answer tells a browser besides itself: that it is what its type says, that no page may frame it, that nothing in it is run which
 * a page has not said it needs.
 */

/** For whatever says nothing of its own: it is shown by nobody, and if it is, it does nothing. */
const nothing = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

const yearS = 31_536_000

const always: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  // Addresses hold the ids of rooms; forms of our own still tell where they come from.
  'referrer-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
}

/**
 * The answer with these headers. One of a socket goes as it is.
 *
 * @param url the address that people open, where a setting tells it, else that of the request as it came: what a proxy claims counts for nothing
 */
export const withSecurityHeaders = (answer: Response, url: string): Response => {
  if (answer.status === 101) return answer
  // What came from elsewhere has headers that cannot be changed.
  const secured = new Response(answer.body, answer)
  const { headers } = secured
  for (const [name, value] of Object.entries(always)) headers.set(name, value)
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', nothing)
  if (url.startsWith('https:')) headers.set('strict-transport-security', `max-age=${yearS}`)
  return secured
}
