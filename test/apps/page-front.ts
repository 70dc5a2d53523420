// Owns a front before the server, as a CDN or a service worker is: the page can always be had, its sockets go to the server if there is one.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { extname, join } from 'node:path'

const folder = join(import.meta.dirname, '../../dist/pages')
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

/** Serves the built pages and passes its sockets on to `port`. */
export const startFront = async (port: number) => {
  const front = createServer(async ({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://front')
    const file = pathname.endsWith('/') ? `${pathname}index.html` : pathname
    const body = await readFile(join(folder, file)).catch(() => null)
    response.writeHead(body === null ? 404 : 200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
    })
    response.end(body)
  })
  front.on('upgrade', ({ method, url, rawHeaders }, near) => {
    const far = connect(port, '127.0.0.1')
    const headers = rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('')
    far.write(`${method} ${url} HTTP/1.1\r\n${headers}\r\n`)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      socket.on('error', () => other.destroy())
      socket.on('close', () => other.destroy())
      socket.pipe(other)
    }
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    stop() {
      front.closeAllConnections()
      front.close()
    },
  }
}
