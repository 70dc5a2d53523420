/** Owns the files that go with a comment: sent while one still writes, and taken by the comment when it is. */
import type { Comment, Room } from '@syncforge/client'

type Attachment = Comment['attachments'][number]

/** A file that is on its way, has arrived, or was refused. */
export interface Carried {
  readonly name: string
  readonly bytes: number
  readonly attachment: Attachment | null
  readonly failure: unknown
}

/** As many as a comment takes. */
const mostFiles = 10

/** @param changed is called after each change of `list` */
export const createCarrier = (changed: () => void) => {
  let list: readonly Carried[] = []
  const set = (next: readonly Carried[]) => {
    list = next
    changed()
  }
  const replace = (old: Carried, next: Carried) => set(list.map((one) => (one === old ? next : one)))
  const send = async (room: Room, file: File) => {
    const begun: Carried = { name: file.name, bytes: file.size, attachment: null, failure: null }
    set([...list, begun])
    try {
      const attachment = await room.comments.attach(file)
      replace(begun, { ...begun, attachment })
    } catch (failure) {
      replace(begun, { ...begun, failure })
    }
  }
  return {
    get list() {
      return list
    },
    /** Something has not arrived yet: it would be left behind. */
    get isBusy() {
      return list.some(({ attachment, failure }) => attachment === null && failure === null)
    },
    add(room: Room, files: Iterable<File>) {
      for (const file of [...files].slice(0, mostFiles - list.length)) void send(room, file)
    },
    remove: (one: Carried) => set(list.filter((each) => each !== one)),
    /** Those that have arrived, which then are no longer here. */
    take(): readonly Attachment[] {
      const arrived = list.flatMap(({ attachment }) => attachment ?? [])
      set([])
      return arrived
    },
    /** A comment was refused: its files wait for the next one. */
    putBack: (attachments: readonly Attachment[]) =>
      set([...attachments.map((attachment): Carried => ({ ...attachment, attachment, failure: null })), ...list]),
  }
}

const units = ['byte', 'kilobyte', 'megabyte'] as const

/** "1.4 MB", in the language of the page. */
export const sizeOf = (bytes: number, language?: string): string => {
  const power = bytes < 1_000 ? 0 : bytes < 1_000_000 ? 1 : 2
  const style = { style: 'unit', unit: units[power], maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat(language, style).format(bytes / 1_000 ** power)
}
