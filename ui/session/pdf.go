package session

import (
	"net/http"
	"strconv"
)

// PDF answers with a document to be read or printed at once. It may be somebody's, so no machine between keeps it.
func PDF(w http.ResponseWriter, pdf []byte, name string) error {
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Length", strconv.Itoa(len(pdf)))
	h.Set("Content-Disposition", `inline; filename="`+name+`.pdf"`)
	h.Set("Cache-Control", "no-store")
	_, err := w.Write(pdf)
	return err
}
