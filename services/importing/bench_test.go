package importing

import (
	"testing"
	"time"
)

// BenchmarkRealForms imports every real form once.
func BenchmarkRealForms(b *testing.B) {
	var bodies [][]byte
	for _, file := range sharedForms(b) {
		bodies = append(bodies, readFile(b, file))
	}
	for b.Loop() {
		for _, body := range bodies {
			if _, err := Import(Input{Form: body, Name: "form"}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// All of the real forms take a fraction of a second; a search that has become exponential would not.
func TestRealFormsAreQuick(t *testing.T) {
	t.Parallel()
	began := time.Now()
	for _, file := range sharedForms(t) {
		if _, err := Import(Input{Form: readFile(t, file), Name: "form"}); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); took > 20*time.Second { // on a machine busy with everything else
		t.Errorf("it takes %v", took)
	}
}
