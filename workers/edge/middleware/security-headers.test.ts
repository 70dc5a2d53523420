import { expect, it } from 'vitest'
import { withSecurityHeaders } from './security-headers.ts'

const headersOf = (url: string, headers: Record<string, string> = {}) =>
  withSecurityHeaders(new Response('x', { status: 404, headers }), url)

it('asks browsers to stay with TLS where there is TLS, and only there', () => {
  expect(headersOf('https://a.example/').headers.get('strict-transport-security')).toBe('max-age=31536000')
  expect(headersOf('http://a.example/').headers.has('strict-transport-security')).toBe(false)
})

it('leaves the answer as it is, and what a page says of itself', async () => {
  const answer = headersOf('http://a.example/', { 'content-security-policy': "default-src 'self'", 'x-other': '1' })
  expect([answer.status, await answer.text(), answer.headers.get('x-other')]).toEqual([404, 'x', '1'])
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'self'")
})
