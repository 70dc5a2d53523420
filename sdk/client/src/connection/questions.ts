/** Owns what was asked of the room and waits for its answer, each for a bounded time. Knows no socket. */
import { SyncForgeError } from '../errors.ts'

const answerTimeoutMs = 10_000

interface Question {
  readonly text: string
  readonly timer: ReturnType<typeof setTimeout>
  readonly resolve: (body: unknown) => void
  readonly reject: (error: SyncForgeError) => void
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
    ask: (type: string, body: unknown): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const ref = nextRef++
        const text = JSON.stringify({ type, ref, body })
        const timer = setTimeout(() => giveUp(type, ref), answerTimeoutMs)
        open.set(ref, { text, timer, resolve, reject, sent: send(text) })
      }),
    answered: (ref: number, body: unknown) => take(ref)?.resolve(body),
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
    failSent(error: SyncForgeError) {
      for (const [ref, { sent }] of [...open]) if (sent) take(ref)?.reject(error)
    },
    failAll(error: SyncForgeError) {
      for (const ref of [...open.keys()]) take(ref)?.reject(error)
    },
  }
}
