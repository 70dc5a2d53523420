// Owns light and dark: the system's wish until a person chooses, the same choice as in the other examples.
import { useSyncExternalStore } from 'react'

const KEY = 'syncforge.editor.theme'
const system = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

const chosen = (): string | undefined => document.documentElement.dataset.theme

export const isDark = (): boolean => (chosen() ?? (system.matches ? 'dark' : 'light')) === 'dark'

const toggle = (): void => {
  const next = isDark() ? 'light' : 'dark'
  document.documentElement.dataset.theme = next
  try {
    localStorage.setItem(KEY, next)
  } catch {
    // Shown, not remembered.
  }
  for (const told of listeners) told()
}

/** Calls back when light becomes dark or the other way round. */
export const onTheme = (told: () => void): (() => void) => {
  listeners.add(told)
  system.addEventListener('change', told)
  return () => {
    listeners.delete(told)
    system.removeEventListener('change', told)
  }
}

export const useTheme = () => ({ isDark: useSyncExternalStore(onTheme, isDark), toggle })
