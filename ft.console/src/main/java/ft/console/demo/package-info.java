/** {@code ./ft demo}: a story that the server has to prove. */
package ft.console.demo;
