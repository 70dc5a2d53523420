/** What the server says about itself: health, its API, its page. */
import { describe, expect, it } from 'vitest'
import { sharedServer } from '../kit/shared-server.ts'
import { call } from './call.ts'

const server = sharedServer()

const text = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${server.url}${path}`, { headers })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

it('is healthy', async () => {
  const { status, body } = await call(server, '/health', { key: null })
  expect([status, body]).toEqual([200, { status: 'ok', database: 'ok', rooms: 'ok', version: expect.any(String) }])
})

describe('the API', () => {
  it('is described, every reference resolves, and every route names its refusals', async () => {
    const { status, body } = await call(server, '/openapi.json', { key: null })
    expect(status).toBe(200)
    const api = body as {
      openapi: string
      components: { schemas: Record<string, unknown> }
      paths: Record<string, Record<string, { responses: Record<string, unknown>; security?: unknown[] }>>
    }
    expect(api.openapi).toBe('3.1.0')
    const references = [...JSON.stringify(api).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name ?? '',
    )
    expect(references.filter((name) => !(name in api.components.schemas))).toEqual([])
    for (const [path, methods] of Object.entries(api.paths)) {
      for (const [method, { responses }] of Object.entries(methods)) {
        if (!path.startsWith('/api/')) continue
        expect([method, path, Object.keys(responses)]).toEqual([method, path, expect.arrayContaining(['401', '403'])])
      }
    }
  })

  it('has a page of its own that needs nothing from elsewhere', async () => {
    const { status, headers, text: page } = await text('/docs')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toMatch(/^text\/html/)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page).toContain('Create a room')
    expect(page).toContain(`curl -X POST ${server.url}/api/v1/tokens`)
    expect(
      [...page.matchAll(/(?:src|href)="([^"]*)"/g)]
        .map(([, address]) => address ?? '')
        .filter((address) => /^(https?:)?\/\//.test(address)),
    ).toEqual([])
    expect(page).not.toContain('<script')
  })
})

describe('the page', () => {
  it('is served at / with its files, and told apart by its etag', async () => {
    const { status, headers, text: page } = await text('/')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('content-security-policy')).toContain("default-src 'self'")
    const files = [...page.matchAll(/(?:src|href)="\.?\/?([^":#?]+\.(?:js|css|svg))"/g)].map(([, path]) => path)
    expect(files.length).toBeGreaterThanOrEqual(2)
    for (const path of files) {
      const file = await text(`/${path}`)
      expect([path, file.status, file.headers.get('x-content-type-options')]).toEqual([path, 200, 'nosniff'])
      expect(file.headers.get('content-type')).toMatch(/javascript|css|svg/)
    }
    const again = await fetch(server.url, { headers: { 'if-none-match': headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
  })

  it.each(['/.stamp', '/%2e%2e/package.json', '/..%2f..%2fpackage.json', '/index', '/src/main.ts'])(
    'has no %s',
    async (path) => {
      expect((await text(path)).status).toBe(404)
    },
  )
})
