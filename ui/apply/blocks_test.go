package apply

import (
	"strings"
	"testing"
)

// Points that stand together are one list, whatever stands around them.
func TestPointsAreLists(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := paragraphs([]string{"- a", "- <b>", "We ask:", "- c", "End - or not"}).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	got := strings.NewReplacer(` class="govuk-list govuk-list--bullet"`, "", ` class="govuk-body"`, "").Replace(b.String())
	if want := "<ul><li>a</li><li>&lt;b&gt;</li></ul><p>We ask:</p><ul><li>c</li></ul><p>End - or not</p>"; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}
