/**
 * Owns what stands on your own server in an app of yours: making a room of a size and a type needs the secret key, which no page may have. Here the
 * page plays that part, with the key of a development server, which is no secret.
 */
const developmentKey = 'sk_dev_syncforge'

const peopleMax = 250
const answerTimeoutMs = 4_000

/** A board for two hundred people and some. That it is there already is well. */
export const makeBoard = async (id: string): Promise<void> => {
  const response = await fetch('/api/v1/rooms', {
    method: 'POST',
    headers: { authorization: `Bearer ${developmentKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id, access: 'public', type: 'whiteboard', maxParticipants: peopleMax }),
    signal: AbortSignal.timeout(answerTimeoutMs),
  })
  if (!response.ok && response.status !== 409) throw new Error(`The server answered ${response.status}`)
}
