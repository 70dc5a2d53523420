/** The top of every page: where one is, and light or dark. */
import { type ReactNode, useEffect, useState } from 'react'
import { BackIcon, Mark } from './icons.tsx'
import { chooseTheme, shownTheme } from './theme.ts'

interface BarProps {
  readonly title: string
  readonly onBack?: () => void
  readonly children?: ReactNode
}

export const Bar = ({ title, onBack, children }: BarProps) => {
  const [theme, setTheme] = useState(shownTheme)
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)')
    const look = () => setTheme(shownTheme())
    system.addEventListener('change', look)
    return () => system.removeEventListener('change', look)
  }, [])
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <header className="bar">
      {onBack ? (
        <button type="button" className="button button-square" onClick={onBack}>
          <BackIcon />
          <span className="visually-hidden">All projects</span>
        </button>
      ) : (
        <Mark />
      )}
      <h1 className="bar-title">{title}</h1>
      {children}
      <button
        type="button"
        className="button button-small bar-theme"
        onClick={() => {
          chooseTheme(other)
          setTheme(other)
        }}
      >
        {other === 'dark' ? 'Dark' : 'Light'}
        <span className="visually-hidden"> theme</span>
      </button>
    </header>
  )
}
