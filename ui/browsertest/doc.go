// Package browsertest walks the whole system in a real browser: everything is wired as cmd/samedoor wires it, with a database of
// its own for every test, a pretended Twilio that is reached over HTTP, and a printer that writes folders. What goes wrong in a page
// without anybody looking (an error on the console, something the content security policy refused, a request to elsewhere, a 500)
// fails the test that opened it.
package browsertest
