import { expect, test } from 'vitest'
import { accentOf, contrast } from './accent.ts'

const pairOf = (value: string) => /^light-dark\((#[\da-f]{6}), (#[\da-f]{6})\)$/.exec(value)?.slice(1) ?? []

test('whatever the colour, it can be read on both grounds, and so can what stands on it', () => {
  for (const red of [0, 64, 128, 192, 255])
    for (const green of [0, 64, 128, 192, 255])
      for (const blue of [0, 64, 128, 192, 255]) {
        const color = `#${[red, green, blue].map((value) => value.toString(16).padStart(2, '0')).join('')}`
        const { accent, onAccent } = accentOf(color)
        const [light = '', dark = ''] = pairOf(accent)
        const [onLight = '', onDark = ''] = pairOf(onAccent)
        const contrasts = [
          contrast(light, '#ffffff'),
          contrast(dark, '#1b1d22'),
          contrast(light, onLight),
          contrast(dark, onDark),
        ]
        expect([color, contrasts.every((each) => each >= 4.5)]).toEqual([color, true])
      }
})

test('a colour that can be read already stays as it is', () => {
  expect(pairOf(accentOf('#2b5cd9').accent)[0]).toBe('#2b5cd9')
  expect(pairOf(accentOf('#ffd400').accent)[1]).toBe('#ffd400')
})
