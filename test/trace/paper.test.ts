import { expect, test } from 'vitest'
import { sharedServer } from '../kit/shared-server.ts'
import { enter, freshRoomId, rest, textOf } from '../sdk/kit.ts'
import { applyPatches, readSequentialTrace } from './traces.ts'

const server = sharedServer()

test('a paper of 259,778 edits: written through the SDK, joined complete, at once and again', async () => {
  const { patches, endContent } = readSequentialTrace('automerge-paper')
  expect(patches.length).toBe(259_778)
  const id = freshRoomId('paper')
  const author = await enter(server.wsUrl, id, { userId: 'author' })
  await author.room.getDocument().whenSynced
  const text = textOf(author.room)
  const startedAt = performance.now()
  // In turns, as edits come: each turn's edits leave together, the next turn does not wait for them.
  const editsPerTurn = 2_000
  for (let from = 0; from < patches.length; from += editsPerTurn) {
    for (const patch of patches.slice(from, from + editsPerTurn)) applyPatches(text, [patch])
    await new Promise((resolve) => setImmediate(resolve))
  }
  await author.room.flush()
  console.log(`259,778 edits typed and durable in ${Math.round(performance.now() - startedAt)} ms`)
  expect(text.toString() === endContent).toBe(true)

  for (const attempt of ['first', 'second']) {
    const joinedAt = performance.now()
    const joiner = await enter(server.wsUrl, id, { userId: 'joiner' })
    const welcomedMs = performance.now() - joinedAt
    await joiner.room.getDocument().whenSynced
    const completeMs = performance.now() - joinedAt
    console.log(
      `${attempt} join: welcome after ${welcomedMs.toFixed(1)} ms, whole document after ${completeMs.toFixed(1)} ms`,
    )
    expect(textOf(joiner.room).toString() === endContent).toBe(true)
    joiner.room.leave()
  }
  expect((await (await rest(server, `/rooms/${id}/document?format=text`)).text()) === endContent).toBe(true)
})
