/** Owns light and dark: the system's wish until a person chooses, then their choice, remembered in this browser for all pages of this place. public/theme-boot.js reads it before the first paint. */
import { useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark'

const KEY = 'syncforge.editor.theme'
const dark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

const tell = () => {
  for (const listener of listeners) listener()
}
dark.addEventListener('change', tell)

const shown = (): Theme => {
  const { theme } = document.documentElement.dataset
  if (theme === 'light' || theme === 'dark') return theme
  return dark.matches ? 'dark' : 'light'
}

/** Choosing what the system wishes anyway means to follow the system again. */
export const chooseTheme = (theme: Theme): void => {
  const followsSystem = theme === (dark.matches ? 'dark' : 'light')
  if (followsSystem) delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    if (followsSystem) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, theme)
  } catch {
    // Storage is switched off: shown, not remembered.
  }
  tell()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The theme that is shown now. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, shown)

export const otherTheme = (theme: Theme): Theme => (theme === 'dark' ? 'light' : 'dark')
