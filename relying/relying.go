// Package relying is this site as a relying party: of an OpenID provider that vouches for who is at a browser, and of that browser's
// passkeys. It owns both wires and judges what comes back over them; whom that leads to is for signin (citizens) and staff to say.
package relying

import (
	"errors"
	"fmt"
)

// Why an answer was refused. Who asks has reasons of its own beside these, and words for all of them.
const (
	RefusedState  = "state"  // not the answer to what this browser asked, or too late
	RefusedDenied = "denied" // the person, or the provider, said no
	RefusedAway   = "away"   // it does not answer
	RefusedAnswer = "answer" // the answer is not right: forged, stale, for somebody else
)

// Refused is an answer of a provider that was not believed, or leads to nobody. Why may be shown; the error says more and is for the log.
type Refused struct {
	Why string
	err error
}

func (r *Refused) Error() string {
	return "a sign-in elsewhere was refused: " + r.Why + ": " + r.err.Error()
}

func (r *Refused) Unwrap() error { return r.err }

// Refuse is a *Refused with what is to be logged.
func Refuse(why, format string, args ...any) error {
	return &Refused{Why: why, err: fmt.Errorf(format, args...)}
}

// ErrPasskey means that a passkey was not accepted; never why.
var ErrPasskey = errors.New("the passkey was not accepted")
