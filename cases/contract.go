package cases

import "time"

// Reference makes a case reference from 7 random numbers below 29: the eighth character is a weighted check modulo 29.
func Reference(random func(n int) int) string { panic("contract") }

// ShowReference writes a reference as people see it: XXXX-XXXX.
func ShowReference(ref string) string { panic("contract") }

// ReadReference reads a reference in any spelling ("2345 6789", lower case, O for 0 is not in the alphabet); ok is false when the check
// character does not fit, before anything is looked up.
func ReadReference(typed string) (ref string, ok bool) { panic("contract") }

// AddWorkingDays is the day n working days after from in a nation, leaving out weekends and its bank holidays.
func AddWorkingDays(nation string, from time.Time, n int) time.Time { panic("contract") }
