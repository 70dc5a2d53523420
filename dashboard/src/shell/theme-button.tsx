/** Switches between light and dark. */
import { Moon, Sun } from 'lucide-react'
import { IconButton } from '../components/button.tsx'
import { chooseTheme, otherTheme, useTheme } from './theme.ts'

export const ThemeButton = () => {
  const next = otherTheme(useTheme())
  return (
    <IconButton label={next === 'dark' ? 'Dark theme' : 'Light theme'} onClick={() => chooseTheme(next)}>
      {next === 'dark' ? <Moon aria-hidden /> : <Sun aria-hidden />}
    </IconButton>
  )
}
