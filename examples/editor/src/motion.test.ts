import { describe, expect, test } from 'vitest'
import { glide } from './motion.ts'

const far = { x: 100, y: -40 }

describe('a gliding pointer', () => {
  test('gets nearer with every frame, never past its goal, and arrives exactly', () => {
    let at = { x: 0, y: 0 }
    let left = Math.hypot(far.x, far.y)
    let frames = 0
    while (at !== far && frames < 100) {
      at = glide(at, far, 16)
      const now = Math.hypot(far.x - at.x, far.y - at.y)
      expect(now).toBeLessThan(left)
      left = now
      frames++
    }
    expect(at).toBe(far)
    expect(frames * 16).toBeLessThan(400)
  })

  test('moves as far in one long frame as in two short ones', () => {
    const once = glide({ x: 0, y: 0 }, far, 32)
    const twice = glide(glide({ x: 0, y: 0 }, far, 16), far, 16)
    expect(twice.x).toBeCloseTo(once.x, 9)
    expect(twice.y).toBeCloseTo(once.y, 9)
  })

  test('stands still when no time has passed', () => {
    expect(glide({ x: 1, y: 2 }, far, 0)).toEqual({ x: 1, y: 2 })
  })
})
