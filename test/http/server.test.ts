/** What the server says about itself: health, its API, its page. */
import { describe, expect, it } from 'vitest'
import { developmentKeys } from '../kit/server.ts'
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

  it('has pages of its own that need nothing from elsewhere: one that leads to each route, and one of each group', async () => {
    const pageAt = async (path: string) => {
      const { status, headers, text: page } = await text(path)
      expect([path, status]).toEqual([path, 200])
      expect(headers.get('content-type')).toMatch(/^text\/html/)
      expect(headers.get('content-security-policy')).toContain("default-src 'self'")
      expect([...page.matchAll(/(?:src|href)="((?:https?:)?\/\/[^"]*)"/g)]).toEqual([])
      expect(page.length).toBeLessThan(150_000)
      return page
    }
    const overview = await pageAt('/docs/')
    const { paths } = JSON.parse((await text('/openapi.json')).text) as { paths: Record<string, object> }
    const routes = Object.values(paths).flatMap(Object.keys)
    const links = [...overview.matchAll(/<li id="([^"]+)"><a href="(\/docs\/rest\/[\w-]+\/)#([^"]+)"/g)]
    expect(new Set(links.map(([, id]) => id)).size).toBe(routes.length)
    const shown: string[] = []
    for (const path of new Set(links.map(([, , path = '']) => path))) {
      const page = await pageAt(path)
      const ids = [...page.matchAll(/data-route="([^"]+)"/g)].map(([, id = '']) => id)
      expect(ids).toEqual(links.filter(([, , of]) => of === path).map(([, , , id]) => id))
      for (const id of ids) expect(page).toContain(`<h2 id="${id}">`)
      shown.push(...ids)
      expect((await text(`${path.slice(0, -1)}.md`)).text.match(/^## /gm)).toHaveLength(ids.length)
    }
    expect(shown).toHaveLength(routes.length)
    expect(await pageAt('/docs/rest/tokens/')).toContain('curl -X POST https://your-server/api/v1/tokens')
  })
})

describe('the pages', () => {
  const filesOf = (page: string) =>
    [...page.matchAll(/(?:src|href)="([^":#?]+\.(?:js|css|svg))"/g)].map(([, address]) => address ?? '')

  it.each([
    ['/', 'Real-time collaboration that you add to your product'],
    ['/examples', 'Small complete apps'],
    ['/examples/editor', 'Skip to the document'],
    ['/examples/editor/?room=plan', 'Skip to the document'],
  ])('%s is there with everything that it names, and told apart by its etag', async (path, words) => {
    const answer = await fetch(`${server.url}${path}`)
    const page = await answer.text()
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page).toContain(words)
    // No script in the page itself: what a name or a message holds is never run.
    expect([...page.matchAll(/<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=/g)]).toEqual([])
    const files = filesOf(page)
    expect(files.length).toBeGreaterThanOrEqual(3)
    for (const name of files) {
      const file = await fetch(new URL(name, answer.url))
      expect([name, file.status, file.headers.get('x-content-type-options')]).toEqual([name, 200, 'nosniff'])
      expect(file.headers.get('content-type')).toMatch(/javascript|css|svg/)
    }
    const again = await fetch(answer.url, { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
  })

  it('of a folder begin at its slash, whatever follows', async () => {
    const answer = await fetch(`${server.url}/examples/editor?room=a%20b`, { redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([308, '/examples/editor/?room=a%20b'])
  })

  it('link to pages that are there', async () => {
    for (const path of ['/', '/examples/']) {
      const { text: page } = await text(path)
      const links = new Set([...page.matchAll(/<a [^>]*href="(\/[^"#]*)"/g)].map(([, address]) => address ?? ''))
      expect(links.size).toBeGreaterThanOrEqual(4)
      for (const link of links) {
        if (link !== '/dashboard') expect([link, (await text(link)).status]).toEqual([link, 200])
      }
    }
  })

  it('show the development keys', async () => {
    expect((await text('/')).text).toContain(developmentKeys.publishable)
  })

  it.each([
    '/.stamp',
    '/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '/index',
    '/index.html',
    '/src/main.ts',
    '/examples/editor/src/main.ts',
    '//examples/editor',
    '/examples//editor',
    '/styles/site.css',
  ])('have no %s', async (path) => {
    expect((await text(path)).status).toBe(404)
  })

  it('tell a person what is not there in words, and a program in the envelope', async () => {
    const page = await text('/nothing', { accept: 'text/html,*/*' })
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(page.text).toContain('There is no such page')
    const program = await text('/nothing')
    expect([program.status, JSON.parse(program.text)]).toMatchObject([404, { error: { code: 'NOT_FOUND' } }])
    expect(JSON.parse((await text('/api/nothing', { accept: 'text/html' })).text)).toHaveProperty('error')
  })
})

it('files of text are sent gzipped to whoever takes that, and are the same', async () => {
  const page = await (await fetch(`${server.url}/dashboard`)).text()
  const path = /\/dashboard\/assets\/[^"]+\.js/.exec(page)?.[0]
  const ask = (encoding: string) => fetch(`${server.url}${path}`, { headers: { 'accept-encoding': encoding } })
  const [zipped, plain] = [await ask('gzip'), await ask('identity')]
  expect([zipped, plain].map(({ headers }) => headers.get('content-encoding'))).toEqual(['gzip', null])
  const [length, whole] = [zipped, plain].map(({ headers }) => Number(headers.get('content-length')))
  expect(length).toBeLessThan((whole ?? 0) / 2)
  expect(await zipped.text()).toBe(await plain.text())
})
