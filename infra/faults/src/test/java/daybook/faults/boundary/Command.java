package daybook.faults.boundary;

/**
 * One command of a function on its way to a server.
 *
 * @param number 1 for the first one that the function's life has sent
 * @param server whom it goes to
 * @param name what it asks for, for people
 */
record Command(int number, String server, String name) {

  @Override
  public String toString() {
    return number + " " + server + " " + name;
  }
}
