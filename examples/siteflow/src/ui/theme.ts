/** Owns light and dark: the system's wish until a person chooses. The key is that of the other examples, so that a choice holds for all. */
export type Theme = 'light' | 'dark'

const key = 'syncforge.editor.theme'

export const chosenTheme = (): Theme | undefined => {
  try {
    const theme = localStorage.getItem(key)
    return theme === 'light' || theme === 'dark' ? theme : undefined
  } catch {
    return undefined
  }
}

export const applyTheme = (theme: Theme | undefined): void => {
  if (theme) document.documentElement.dataset.theme = theme
  else delete document.documentElement.dataset.theme
}

export const shownTheme = (): Theme =>
  chosenTheme() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')

export const chooseTheme = (theme: Theme): void => {
  applyTheme(theme)
  try {
    localStorage.setItem(key, theme)
  } catch {
    // Storage is switched off: shown, not remembered.
  }
}
