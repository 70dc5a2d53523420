/** Owns the colours: on the page they are the theme's, in a file that leaves it those of the light one. */
import type { Color } from '../board/shape.ts'
import type { Paint } from './look.ts'

const lines: Readonly<Record<Color, string>> = {
  ink: '#1f1b16',
  red: '#c92a2a',
  orange: '#c2410c',
  yellow: '#946200',
  green: '#2b7a3f',
  blue: '#1864ab',
  violet: '#6741d9',
}

const notes: Readonly<Record<Color, string>> = {
  ink: '#ece8e0',
  red: '#ffd6d6',
  orange: '#ffe0c7',
  yellow: '#fff0ad',
  green: '#d3f2d3',
  blue: '#d4e8ff',
  violet: '#e5dbff',
}

export const ground = '#ffffff'

export const paintOfPage: Paint = (color, as) =>
  `var(--board-${as === 'line' || as === 'letters' ? 'line' : 'note'}-${color})`

export const paintOfFile: Paint = (color, as) => (as === 'line' || as === 'letters' ? lines : notes)[color]
