import { describe, expect, test } from 'vitest'
import { PALETTE } from './color.ts'
import { lookAmong } from './look.ts'
import { guestNames } from './words.ts'

const someone = (name: string, color: string) => ({ userId: `guest-${name}`, name, color })

describe('people in one room', () => {
  test('as many as there are colours all differ, though all came with the same', () => {
    const here: { userId: string; name: string; color: string }[] = []
    for (let count = 0; count < PALETTE.length; count++) here.push(lookAmong(someone('Calm Heron', PALETTE[3]), here))
    expect(new Set(here.map(({ color }) => color)).size).toBe(PALETTE.length)
    expect(new Set(here.map(({ name }) => name)).size).toBe(PALETTE.length)
    expect(here[0]).toEqual(someone('Calm Heron', PALETTE[3]))
    for (const { name } of here) expect(guestNames()).toContain(name)
  })

  test('who is told apart already stays as they are', () => {
    const me = someone('Calm Heron', PALETTE[0])
    expect(lookAmong(me, [someone('Swift Otter', PALETTE[1])])).toBe(me)
  })

  test('a name that was chosen is kept, the colour still differs', () => {
    const look = lookAmong(someone('Ada', '#1864AB'), [someone('Ada', '#1864ab')])
    expect(look.name).toBe('Ada')
    expect(look.color.toLowerCase()).not.toBe('#1864ab')
  })

  test('with more people than colours and names everybody still has one', () => {
    const crowd = guestNames().map((name, index) => someone(name, PALETTE[index % PALETTE.length] as string))
    const me = someone(guestNames()[0] as string, PALETTE[0])
    expect(lookAmong(me, crowd)).toBe(me)
  })
})
