package sms

import "fmt"

// SendOutcome is what a failed call means for the message.
type SendOutcome int

// The outcomes.
const (
	Unknown SendOutcome = iota // it may have been taken: find out before sending again
	Refused                    // it was not taken, and will not be
	Retry                      // it was not taken; later it may be
)

func (o SendOutcome) String() string {
	switch o {
	case Unknown:
		return "unknown"
	case Refused:
		return "refused"
	case Retry:
		return "retry"
	}
	return "?"
}

// SendError is why a message was not, or may not have been, handed over. It never holds the number or the body.
type SendError struct {
	Code    int // Twilio's, 0 where there was none
	Status  int // HTTP, 0 where there was no answer
	Outcome SendOutcome
	Err     error
}

func (e *SendError) Error() string {
	s := fmt.Sprintf("send text: %s, code %d, status %d", e.Outcome, e.Code, e.Status)
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *SendError) Unwrap() error { return e.Err }

// The codes that mean something to us; https://www.twilio.com/docs/api/errors.
const (
	codeOptedOut    = 21610
	codeNotANumber  = 21211
	codeNotMobile   = 21614
	codeHandsetOff  = 30003
	codeNumberDead  = 30005
	codeLandline    = 30006
	codeNoReason    = 30008
	codeCredentials = 20003
)

// deadNumber is true of codes after which a number is not to be texted again.
func deadNumber(code int) bool {
	switch code {
	case codeNotANumber, codeNotMobile, codeNumberDead, codeLandline:
		return true
	}
	return false
}
