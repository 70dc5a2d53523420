/** Starts Converge in its page. */
import './styles/desk.css'
import './styles/question.css'
import './styles/app.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no #root')
createRoot(root).render(<App />)
