package lang

import (
	"time"
	_ "time/tzdata" // the machine may have no time zones
)

// London is the clock by which the law and everybody in the United Kingdom counts days and hours, wherever this runs.
var London = func() *time.Location {
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err) // the zones are part of the binary
	}
	return l
}()
