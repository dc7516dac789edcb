// Package signin is how a citizen becomes known at a browser: codes by letter and by text, passkeys, GOV.UK One Login, and what to
// do when all of them are lost. It owns what is presented (credentials), where somebody is signed in (sessions) and how long a new
// phone number or address rests before it opens anything. An account is not its credential: it has none to begin with, may have
// many, and outlives all of them.
package signin
