/** A body that says how large it is and never comes whole: a server that refuses it closes, and a sender still writing would only hear of that. */
import { request } from 'node:http'

/** What is answered to a POST of so many bytes, of which a part is sent. */
export const sendPartOf = (bytes: number, url: string, headers: Readonly<Record<string, string>>, part: Uint8Array) =>
  new Promise<{ readonly status: number | undefined; readonly body: string }>((resolve, reject) => {
    const upload = request(
      url,
      { method: 'POST', headers: { ...headers, 'content-length': String(bytes) } },
      (response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text
        })
        response.on('end', () => {
          resolve({ status: response.statusCode, body })
          upload.destroy()
        })
      },
    )
    upload.on('error', reject)
    upload.write(part)
  })
