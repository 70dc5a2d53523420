// Owns light and dark: the system's wish until a person chooses, then their choice, remembered in this browser.

export type Theme = 'light' | 'dark'

const KEY = 'syncforge.editor.theme'

/** The remembered choice, if a person ever made one. */
export const chosenTheme = (): Theme | undefined => {
  try {
    const theme = localStorage.getItem(KEY)
    return theme === 'light' || theme === 'dark' ? theme : undefined
  } catch {
    return undefined
  }
}

/** Shows `theme`, or what the system asks for when there is none. */
export const applyTheme = (theme: Theme | undefined): void => {
  if (theme) document.documentElement.dataset.theme = theme
  else delete document.documentElement.dataset.theme
}

/** Makes `button` switch between light and dark, its words saying what a press will bring. */
export const bindThemeButton = (button: HTMLButtonElement): void => {
  const query = matchMedia('(prefers-color-scheme: dark)')
  const system = (): Theme => (query.matches ? 'dark' : 'light')
  const opposite = (): Theme => ((document.documentElement.dataset.theme ?? system()) === 'dark' ? 'light' : 'dark')
  const label = () => {
    button.textContent = opposite() === 'dark' ? 'Dark theme' : 'Light theme'
  }
  button.addEventListener('click', () => {
    // Choosing what the system wishes anyway means to follow the system again.
    const next = opposite() === system() ? undefined : opposite()
    applyTheme(next)
    remember(next)
    label()
  })
  query.addEventListener('change', label)
  label()
}

const remember = (theme: Theme | undefined): void => {
  try {
    if (theme) localStorage.setItem(KEY, theme)
    else localStorage.removeItem(KEY)
  } catch {
    // Storage is switched off: shown, not remembered.
  }
}
