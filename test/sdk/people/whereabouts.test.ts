import { describe, expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, enter, freshRoomId, openNetwork, until } from '../kit.ts'

const server = sharedServer()
const invalid = expect.objectContaining({ code: 'VALIDATION_ERROR' })

describe('where people are and what they say of themselves', () => {
  test('[PR11] the others see which document somebody is in, and whether they edit; it survives a lost line', async () => {
    const id = freshRoomId('places')
    const network = await openNetwork(server)
    const ada = await enter(network.endpoint, id, { userId: 'ada' })
    const bob = await enter(server.wsUrl, id, { userId: 'bob' })
    const seen = () => bob.room.presence.getOthers()[0]?.location
    expect(seen()).toBeUndefined()
    await ada.room.location.update({ document: 'brief', element: 'title', editing: true })
    const place = { document: 'brief', element: 'title', editing: true }
    await until('the place', () => seen()?.document === 'brief')
    expect(seen()).toEqual(place)
    await until('mine', () => ada.room.location.get() !== null)
    expect(ada.room.location.get()).toEqual(place)
    expect(ada.room.presence.get().find(({ userId }) => userId === 'ada')?.location).toEqual(place)
    await ada.room.location.update({ editing: false })
    await until('no editor', () => seen()?.editing === false)
    expect(seen()?.element).toBe('title')
    await ada.room.location.update({ document: 'budget' })
    await until('another document', () => seen()?.document === 'budget')
    expect(seen()).toEqual({ document: 'budget', element: null, editing: false })
    await expect(ada.room.location.update({ element: 'e'.repeat(300) })).rejects.toEqual(invalid)
    expect(ada.room.location.get()).toEqual({ document: 'budget', element: null, editing: false })

    network.goDown()
    await until('reconnecting', () => ada.room.status.get() === 'reconnecting')
    void ada.room.location.update({ element: 'total' })
    network.comeUp()
    await until('what was said meanwhile', () => seen()?.element === 'total')
    const late = await enter(server.wsUrl, id, { userId: 'late' })
    expect(late.room.presence.getOthers().find(({ userId }) => userId === 'ada')?.location?.element).toBe('total')
    await ada.room.location.update(null)
    await until('nowhere', () => !seen())
  })

  test('[PR12] a status is that of all tabs, and of the next one', async () => {
    const id = freshRoomId('status')
    const ada = await enter(server.wsUrl, id, { userId: 'ada' })
    const tab = await enter(server.wsUrl, id, { userId: 'ada' })
    const bob = await enter(server.wsUrl, id, { userId: 'bob' })
    const seen = () => bob.room.presence.getOthers()[0]?.status
    expect(tab.room.availability.get()).toBeNull()
    await ada.room.availability.set({ state: 'busy', text: 'In a call' })
    const status = { state: 'busy', text: 'In a call' }
    await until('the status', () => seen()?.state === 'busy')
    await until('the other tab', () => tab.room.availability.get() !== null)
    expect([seen(), tab.room.availability.get()]).toEqual([status, status])
    const next = await enter(server.wsUrl, id, { userId: 'ada' })
    await until('the next tab', () => next.room.availability.get()?.text === 'In a call')
    await tab.room.availability.set({ text: 'Lunch' })
    await until('the newer', () => ada.room.availability.get()?.text === 'Lunch')
    await expect(ada.room.availability.set({ text: 'x'.repeat(141) })).rejects.toEqual(invalid)
    expect(ada.room.availability.get()).toEqual({ state: 'available', text: 'Lunch' })
    await ada.room.availability.set(null)
    await until('nothing', () => !seen() && next.room.availability.get() === null)
  })

  test('[PR13] who writes is shown, where, and not for ever', async () => {
    const id = freshRoomId('typing')
    const ada = await enter(server.wsUrl, id, { userId: 'ada' })
    const bob = await enter(server.wsUrl, id, { userId: 'bob' })
    const eve = await enter(server.wsUrl, id, { userId: 'eve' })
    const typists = () => bob.room.typing.get().map(({ user, where }) => [user.userId, where])
    expect(typists()).toEqual([])
    bob.room.typing.subscribe(() => {})
    // Bob hears of it once the part is loaded.
    for (let tries = 0; tries < 500 && typists().length === 0; tries++) {
      await ada.room.typing.stop()
      await ada.room.typing.start('title')
    }
    expect(typists()).toEqual([['ada', 'title']])
    await ada.room.typing.start('body')
    await until('another place', () => typists()[0]?.[1] === 'body')
    await ada.room.typing.stop()
    await until('the end', () => typists().length === 0)
    await ada.room.typing.start()
    await eve.room.typing.start()
    await until('both', () => typists().length === 2)
    eve.room.leave()
    await until('one has left', () => typists().join() === 'ada,')
    await until('it ends by itself', () => typists().length === 0)
  })
})

describe('following', () => {
  test('[FO2] [FO4] [BEY-16] who follows sees what the other sees, through a lost line, until one of them stops', async () => {
    const id = freshRoomId('follow')
    const network = await openNetwork(server)
    const ada = await enter(server.wsUrl, id, { userId: 'ada' })
    const bob = await enter(network.endpoint, id, { userId: 'bob' })
    const shown = () => bob.room.following.get()?.viewport?.x
    await ada.room.following.show({ x: 10, y: 20, width: 800, height: 600 })
    await bob.room.follow('ada')
    await until('what she sees already', () => shown() === 10)
    expect(bob.room.following.get()).toEqual({
      user: expect.objectContaining({ userId: 'ada' }),
      connectionId: ada.room.self.connectionId,
      viewport: { x: 10, y: 20, width: 800, height: 600 },
    })
    await until('the follower', () => ada.room.followers.get().length === 1)
    expect(ada.room.followers.get()).toEqual([
      { user: expect.objectContaining({ userId: 'bob' }), connectionId: bob.room.self.connectionId },
    ])
    for (let x = 11; x <= 60; x++) void ada.room.following.show({ x, y: 0 })
    await until('the newest', () => shown() === 60)

    network.goDown()
    await until('reconnecting', () => bob.room.status.get() === 'reconnecting')
    await ada.room.following.show({ x: 70, y: 0 })
    network.comeUp()
    await until('what was shown meanwhile', () => shown() === 70)

    await expect(ada.room.follow('bob')).rejects.toEqual(invalid)
    await expect(ada.room.follow('ada')).rejects.toEqual(invalid)
    await expect(ada.room.follow('nobody')).rejects.toEqual(expect.objectContaining({ code: 'NOT_FOUND' }))
    await bob.room.following.stop()
    await until('nobody', () => bob.room.following.get() === null && ada.room.followers.get().length === 0)
    await bob.room.follow({ userId: 'ada', verified: false })
    await until('again', () => bob.room.following.get() !== null)
    ada.room.leave()
    await until('the end', () => bob.room.following.get() === null)
    expect(bob.errors).toEqual([])
  })

  test('[FO5] who comes back to a new place in the room follows on', async () => {
    const id = freshRoomId('follow-on')
    const network = await openNetwork(server)
    const ada = await enter(server.wsUrl, id, { userId: 'ada' })
    const bob = await enter(network.endpoint, id, { userId: 'bob' })
    await ada.room.following.show({ x: 1, y: 0 })
    await bob.room.follow('ada')
    await until('the follower', () => ada.room.followers.get().length === 1)
    network.goDown()
    await until('gone', () => ada.room.presence.getOthers().length === 0, 30_000)
    expect(ada.room.followers.get()).toEqual([])
    network.comeUp()
    await until('back', () => ada.room.followers.get().length === 1, 30_000)
    await ada.room.following.show({ x: 2, y: 0 })
    await until('it goes on', () => bob.room.following.get()?.viewport?.x === 2)
  })

  test('[FO5] when all come back one after the other, who followed goes on as soon as the other is there', async () => {
    const id = freshRoomId('follow-late')
    await createRoom(server, { id, access: 'public', graceMs: 0 })
    const [hers, his] = [await openNetwork(server), await openNetwork(server)]
    const late = await enter(server.wsUrl, id, { userId: 'late' })
    const ada = await enter(hers.endpoint, id, { userId: 'ada' })
    const bob = await enter(his.endpoint, id, { userId: 'bob' })
    const others = (count: number) => () => late.room.presence.getOthers().length === count
    await bob.room.follow('ada')
    await until('the follower', () => ada.room.followers.get().length === 1)
    hers.goDown()
    his.goDown()
    await until('both gone', others(0), 30_000)
    his.comeUp()
    await until('he is back', others(1), 30_000)
    // Answered after what he has asked for by coming back.
    await bob.room.availability.set({ state: 'busy', text: 'back' })
    hers.comeUp()
    await until('she is back', others(2), 30_000)
    await ada.room.following.show({ x: 7, y: 0 })
    await until('he sees what she sees', () => bob.room.following.get()?.viewport?.x === 7, 30_000)
    expect(bob.errors).toEqual([])
  })
})
