package apply_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// The first page of a service leads to a blank form, in both languages and in large print.
func TestABlankFormIsPrinted(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, query := range []string{"", "?lang=cy", "?lang=en&size=large"} {
		got, err := http.Get(b.url + startAt + "/form.pdf" + query)
		must(t, err)
		body, err := io.ReadAll(got.Body)
		must(t, err)
		must(t, got.Body.Close())
		if got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(string(body), "%PDF") {
			t.Errorf("%s: %d, %s", query, got.StatusCode, got.Header.Get("Content-Type"))
		}
	}
	got, err := http.Get(b.url + "/apply/anytown/nothing/form.pdf")
	must(t, err)
	must(t, got.Body.Close())
	if got.StatusCode != http.StatusNotFound {
		t.Errorf("a form of nothing: %d", got.StatusCode)
	}
	var n int
	must(t, b.db.QueryRow(t.Context(), `select count(distinct layout) from printed_forms where scope = 'blank'`).Scan(&n))
	if n != 3 {
		t.Errorf("%d layouts are kept, want 3", n)
	}
}
