package cases

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestEveryMisheardCharacterAndEverySwapIsCaught(t *testing.T) {
	t.Parallel()
	seed := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		ref := Reference(seed.IntN)
		if got, ok := ReadReference(ref); !ok || got != ref {
			t.Fatalf("ReadReference(%q) = %q, %v", ref, got, ok)
		}
		for i := range ref {
			for _, c := range alphabet {
				wrong := ref[:i] + string(c) + ref[i+1:]
				if _, ok := ReadReference(wrong); ok && wrong != ref {
					t.Fatalf("%s misheard as %s is not caught", ref, wrong)
				}
			}
			for j := range i {
				b := []byte(ref)
				b[i], b[j] = b[j], b[i]
				if _, ok := ReadReference(string(b)); ok && string(b) != ref {
					t.Fatalf("%s swapped to %s is not caught", ref, b)
				}
			}
		}
	}
}

// Every pair of places and every pair of characters: the check is linear, so that a zero rest stands for all others.
func TestTheCheckIsExhaustive(t *testing.T) {
	t.Parallel()
	base := []byte("22222222")
	for i := range base {
		for j := range i {
			for x := range alphabet {
				for y := range x {
					b := append([]byte{}, base...)
					b[i], b[j] = alphabet[x], alphabet[y]
					free := 7 // a third place makes the reference valid
					for free == i || free == j {
						free--
					}
					if !mend(b, free) {
						t.Fatalf("no character at %d makes %s valid", free, b)
					}
					b[i], b[j] = b[j], b[i]
					if _, ok := ReadReference(string(b)); ok {
						t.Fatalf("%s with %d and %d swapped is not caught", b, i, j)
					}
				}
			}
		}
	}
}

func mend(b []byte, at int) bool {
	for _, c := range []byte(alphabet) {
		b[at] = c
		if _, ok := ReadReference(string(b)); ok {
			return true
		}
	}
	return false
}

func TestReadReferenceTakesAnySpelling(t *testing.T) {
	t.Parallel()
	ref := Reference(func(int) int { return 11 })
	for _, typed := range []string{ref, ShowReference(ref), strings.ToLower(ref), " " + ref[:2] + " " + ref[2:5] + " - " + ref[5:] + "\u00a0"} {
		if got, ok := ReadReference(typed); !ok || got != ref {
			t.Errorf("ReadReference(%q) = %q, %v, want %q", typed, got, ok, ref)
		}
	}
	for _, typed := range []string{"", "2", ref + "2", "O" + ref[1:], "Ŵ" + ref[1:7], strings.Repeat("é", 4)} {
		if got, ok := ReadReference(typed); ok {
			t.Errorf("ReadReference(%q) = %q, want it refused", typed, got)
		}
	}
	if got := ShowReference("23456789"); got != "2345-6789" {
		t.Errorf("ShowReference: %q", got)
	}
}
