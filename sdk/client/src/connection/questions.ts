/** Owns what was asked of the room and waits for its answer, each for a bounded time. Knows no socket. */
import { SyncForgeError } from '../errors.ts'

const answerTimeoutMs = 10_000

interface Question {
  readonly text: string
  readonly timer: ReturnType<typeof setTimeout>
  readonly resolve: (body: unknown) => void
  readonly reject: (error: SyncForgeError) => void
  readonly taken: ((body: never) => void) | undefined
  sent: boolean
}

/** `send` sends now if there is a connection, else returns `false`. */
export const createQuestions = (send: (text: string) => boolean) => {
  const open = new Map<number, Question>()
  let nextRef = 1

  const take = (ref: number): Question | undefined => {
    const question = open.get(ref)
    if (question) clearTimeout(question.timer)
    open.delete(ref)
    return question
  }
  const giveUp = (type: string, ref: number) => {
    const question = take(ref)
    question?.reject(
      question.sent
        ? new SyncForgeError('TIMEOUT', `${type} was not answered within ${answerTimeoutMs} ms`)
        : new SyncForgeError('NETWORK_ERROR', `${type} found no connection within ${answerTimeoutMs} ms`),
    )
  }
  return {
    /** `taken` hears the answer in its turn among the events; who awaits it hears it after those that came in the same message. */
    ask: (type: string, body: unknown, taken?: (body: never) => void): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const ref = nextRef++
        const text = JSON.stringify({ type, ref, body })
        const timer = setTimeout(() => giveUp(type, ref), answerTimeoutMs)
        open.set(ref, { text, timer, resolve, reject, taken, sent: send(text) })
      }),
    answered(ref: number, body: unknown) {
      const question = take(ref)
      question?.resolve(body)
      question?.taken?.(body as never)
    },
    /** `false` when no question of that number waits. */
    refused(ref: number, error: SyncForgeError): boolean {
      const question = take(ref)
      question?.reject(error)
      return question !== undefined
    },
    /** There is a connection: what was asked without one leaves, in the order of asking. */
    sendWaiting() {
      for (const question of open.values()) question.sent ||= send(question.text)
    },
    /** Those that were sent, or all. */
    fail(error: SyncForgeError, isAll = false) {
      for (const [ref, { sent }] of [...open]) if (sent || isAll) take(ref)?.reject(error)
    },
  }
}
