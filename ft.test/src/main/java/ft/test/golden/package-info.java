/** The golden rule on servers that are put together by the framework. */
package ft.test.golden;
