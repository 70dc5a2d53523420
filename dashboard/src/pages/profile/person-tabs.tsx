/** The way between the two pages about oneself. */
import { Link } from '@tanstack/react-router'

export const PersonTabs = () => (
  <nav className="tabs" aria-label="Your account">
    <Link className="tab" to="/profile">
      Profile
    </Link>
    <Link className="tab" to="/security">
      Security
    </Link>
  </nav>
)
