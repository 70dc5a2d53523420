/** Files in a folder of this machine, which the server's own process serves: it writes one beside its place and moves it there when it is whole. */
import type { FileStore } from './file-store.ts'

interface Folder {
  fetch(request: Request): Promise<Response>
}

const addressOf = (place: string) => `http://folder/${place}`

export const folderStore = (folder: Folder): FileStore => {
  const ask = async (place: string, init: RequestInit, fine: readonly number[]): Promise<Response> => {
    const answer = await folder.fetch(new Request(addressOf(place), init))
    if (answer.ok || fine.includes(answer.status)) return answer
    await answer.body?.cancel()
    throw new Error(`the folder of files answers ${init.method} with ${answer.status}`)
  }
  return {
    async put(place, body) {
      const answer = await ask(place, { method: 'PUT', body }, [])
      await answer.body?.cancel()
    },
    async get(place) {
      const { status, body, headers } = await ask(place, { method: 'GET' }, [404])
      if (status === 404 || body === null) {
        await body?.cancel()
        return null
      }
      return { body, bytes: Number(headers.get('content-length')) }
    },
    async remove(places) {
      for (const place of places) {
        const answer = await ask(place, { method: 'DELETE' }, [404])
        await answer.body?.cancel()
      }
    },
  }
}
