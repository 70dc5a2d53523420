import { describe, expect, test, vi } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { afterTest, createToken, enter, freshRoomId, provide, textOf, until } from '../kit.ts'

const server = sharedServer()

describe('[CONV-7] a stock y-websocket client and the SDK', () => {
  test('edit one document, both ways', async () => {
    const id = freshRoomId('stock')
    const ada = await enter(server.wsUrl, id)
    textOf(ada.room).insert(0, 'from the SDK')
    await ada.room.flush()
    const stock = provide(server.wsUrl, id)
    await until('the stock client has it', () => stock.text.toString() === 'from the SDK')
    stock.text.insert(0, 'stock and ')
    await until('the SDK has it', () => textOf(ada.room).toString() === 'stock and from the SDK')
    textOf(ada.room).delete(0, 6)
    await until('the deletion arrives', () => stock.text.toString() === 'and from the SDK')
    // Both at once, at one place.
    textOf(ada.room).insert(3, '[sdk]')
    stock.text.insert(3, '[stock]')
    await until('both', () => textOf(ada.room).length === 28 && stock.text.length === 28)
    expect(stock.text.toString()).toBe(textOf(ada.room).toString())
  })

  test('a named document is addressed by room/document', async () => {
    const id = freshRoomId('named')
    const ada = await enter(server.wsUrl, id)
    textOf(ada.room, 'plans/2026').insert(0, 'named')
    await ada.room.flush()
    const stock = provide(server.wsUrl, `${id}/plans/2026`)
    await until('the text', () => stock.text.toString() === 'named')
  })

  test("see each other's carets, and their end", async () => {
    const id = freshRoomId('carets')
    const ada = await enter(server.wsUrl, id)
    const awareness = ada.room.getAwareness()
    awareness.setLocalState({ user: { name: 'Ada' }, caret: 1 })
    const stock = provide(server.wsUrl, id)
    stock.provider.awareness.setLocalState({ user: { name: 'Stock' }, caret: 2 })
    const stockSees = () => stock.provider.awareness.getStates().get(awareness.clientID)
    const sdkSees = () => awareness.getStates().get(stock.doc.clientID)
    await until('both carets', () => stockSees()?.caret === 1 && sdkSees()?.caret === 2)
    awareness.setLocalStateField('caret', 10)
    stock.provider.awareness.setLocalStateField('caret', 20)
    await until('both moves', () => stockSees()?.caret === 10 && sdkSees()?.caret === 20)
    stock.provider.disconnect()
    await until('the stock client is gone', () => sdkSees() === undefined)
    stock.provider.connect()
    await until('it is back', () => sdkSees()?.caret === 20 && stockSees()?.caret === 10)
    ada.room.leave()
    await until('Ada is gone', () => stockSees() === undefined)
  })

  test('[DO4] with a read token reads, and what it writes reaches nobody', async () => {
    const id = freshRoomId('stock-reader')
    const ada = await enter(
      server.wsUrl,
      id,
      {},
      { authEndpoint: async () => ({ token: await createToken(server, 'ada', { [id]: ['write'] }) }) },
    )
    textOf(ada.room).insert(0, 'read only')
    await ada.room.flush()
    const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {})
    afterTest(() => warnings.mockRestore())
    const stock = provide(server.wsUrl, id, await createToken(server, 'reader', { [id]: ['read'] }))
    await until('the text', () => stock.text.toString() === 'read only')
    stock.text.insert(0, 'never ')
    textOf(ada.room).insert(9, '!')
    await until('the next edit', () => stock.text.toString().endsWith('read only!'))
    await ada.room.flush()
    expect(textOf(ada.room).toString()).toBe('read only!')
    expect(warnings).toHaveBeenLastCalledWith(expect.stringContaining('Permission denied'))
  })
})
