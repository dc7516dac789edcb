package cases

import "strings"

// alphabet are the 29 letters and digits that are not mistaken for one another when read out or written down. 29 is prime, which
// is what makes the check character below catch every single mistake and every swap.
const alphabet = "23456789BCDFGHJKLMNPQRSTVWXYZ"

// Reference makes a case reference from 7 random numbers below 29: the eighth character is a weighted check modulo 29.
func Reference(random func(n int) int) string {
	var ref [8]byte
	for i := range 7 {
		ref[i] = alphabet[random(len(alphabet))]
	}
	ref[7] = check(string(ref[:7]))
	return string(ref[:])
}

// ShowReference writes a reference as people see it: XXXX-XXXX.
func ShowReference(ref string) string {
	if len(ref) != 8 {
		return ref
	}
	return ref[:4] + "-" + ref[4:]
}

// ReadReference reads a reference in any spelling ("2345 6789", lower case, O for 0 is not in the alphabet); ok is false when the check
// character does not fit, before anything is looked up.
func ReadReference(typed string) (ref string, ok bool) {
	ref = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\u00a0-–—./", r) {
			return -1
		}
		return r
	}, strings.ToUpper(typed))
	if len(ref) != 8 || strings.Trim(ref, alphabet) != "" {
		return "", false
	}
	return ref, check(ref[:7]) == ref[7]
}

// check gives the character that brings the weighted sum to 0 modulo 29. The weights 8 to 2, and 1 for the check itself, all
// differ, so that no two characters can be swapped unnoticed.
func check(seven string) byte {
	sum := 0
	for i := range len(seven) {
		sum += (8 - i) * strings.IndexByte(alphabet, seven[i])
	}
	return alphabet[(29-sum%29)%29]
}
