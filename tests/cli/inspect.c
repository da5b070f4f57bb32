// SPDX-License-Identifier: GPL-3.0-or-later
// Looks into the files of a run, and makes HDF5 files, for the tests of the command line.
//
//   inspect same A.h5 B.h5 [EXCEPT]        have both the same datasets with the same bytes?
//   inspect json FILE KEY ...              one value of a JSON file
//   inspect agree FILE KEY ... OTHER       {NAME: {"value": number}}, which the keys
//                                          lead to, against {NAME: number}: prints how
//                                          many numbers agree to 9 digits and how many
//                                          are null in both, then the names of all others
//   inspect remove FILE.h5 DATASET         takes it out of the file
//   inspect write FILE.h5 DATASET KIND SIZE ...   a new dataset of that shape and KIND:
//                                          - wave, a striped orientation map of wavelength
//                                            10 samples, as angles in degrees or planes;
//                                          - index, from -1 to 1;
//                                          - hill, curves (orientations, units) of half
//                                            width 24.6 degrees, another preference each;
//                                          - bump, fields (units, N, N) about other places,
//                                            of standard deviation 3 points and peaks 1, 2, ...;
//                                          - trials, (conditions, 5 trials, H, W), responses to
//                                            orientations with noise, wavelength 12;
//                                          - places, x and y of (2, H, W) centres, 2 apart;
//                                          - ramp;
//                                          - nan
//   inspect camera FILE.h5 DATASET OUT.h5 CONDITIONS TRIALS   the responses of an orientation map
//                                          (2, H, W) as a camera sees them, blurred and with noise,
//                                          as /responses (conditions, trials, H, W)
#include <hdf5.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    hid_t other;
    const char *except;
    int datasets, differences;
} Comparison;

static void *read_all(hid_t file, const char *name, size_t *bytes) {
    hid_t array = H5Dopen2(file, name, H5P_DEFAULT);
    if (array < 0)
        return NULL;
    hid_t type = H5Dget_type(array), space = H5Dget_space(array);
    hssize_t n = H5Sget_simple_extent_npoints(space);
    *bytes = (size_t)n * H5Tget_size(type);
    void *values = calloc(*bytes + 1, 1);
    if (n > 0 && H5Dread(array, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0)
        exit(3);
    H5Sclose(space);
    H5Tclose(type);
    H5Dclose(array);
    return values;
}

static herr_t compare(hid_t file, const char *name, const H5O_info_t *info, void *context) {
    Comparison *comparison = context;
    if (info->type != H5O_TYPE_DATASET ||
        (comparison->except && strcmp(name, comparison->except + 1) == 0))
        return 0;
    size_t a = 0, b = 0;
    void *mine = read_all(file, name, &a), *theirs = read_all(comparison->other, name, &b);
    comparison->datasets++;
    if (theirs == NULL || a != b || memcmp(mine, theirs, a) != 0) {
        fprintf(stderr, "/%s %s\n", name, theirs ? "differs" : "is only in one file");
        comparison->differences++;
    }
    free(mine);
    free(theirs);
    return 0;
}

static int same(const char *a, const char *b, const char *except) {
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    hid_t first = H5Fopen(a, H5F_ACC_RDONLY, H5P_DEFAULT),
          second = H5Fopen(b, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (first < 0 || second < 0) {
        fprintf(stderr, "%s: cannot be opened\n", first < 0 ? a : b);
        return 3;
    }
    Comparison forth = {second, except, 0, 0}, back = {first, except, 0, 0};
    H5Ovisit2(first, H5_INDEX_NAME, H5_ITER_INC, compare, &forth, H5O_INFO_BASIC);
    H5Ovisit2(second, H5_INDEX_NAME, H5_ITER_INC, compare, &back, H5O_INFO_BASIC);
    H5Fclose(first);
    H5Fclose(second);
    return forth.differences || back.differences || forth.datasets == 0;
}

static int print_json(const char *path, int keys, char **key) {
    json_error_t problem;
    json_t *root = json_load_file(path, 0, &problem), *value = root;
    if (root == NULL) {
        fprintf(stderr, "%s:%d: %s\n", path, problem.line, problem.text);
        return 3;
    }
    for (int k = 0; k < keys; k++)
        value = json_is_array(value) ? json_array_get(value, (size_t)atoi(key[k]))
                                     : json_object_get(value, key[k]);
    if (json_is_string(value))
        printf("%s\n", json_string_value(value));
    else if (value) {
        json_dumpf(value, stdout, JSON_ENCODE_ANY | JSON_SORT_KEYS | JSON_REAL_PRECISION(17));
        printf("\n");
    }
    json_decref(root);
    return value ? 0 : 1;
}

static int agree(const char *path, int keys, char **key, const char *other_path) {
    json_t *root = json_load_file(path, 0, NULL), *numbers = root,
           *other = json_load_file(other_path, 0, NULL), *number;
    for (int k = 0; k < keys; k++)
        numbers = json_object_get(numbers, key[k]);
    if (numbers == NULL || other == NULL)
        return 3;
    const char *name, *ill[256];
    int agreeing = 0, null = 0, n = 0;
    json_object_foreach(numbers, name, number) {
        json_t *one = json_object_get(number, "value"), *two = json_object_get(other, name);
        double a = json_number_value(one), b = json_number_value(two);
        if (json_is_null(one) && json_is_null(two))
            null++;
        else if (json_is_number(one) && json_is_number(two) &&
                 fabs(a - b) <= 1e-9 * fmax(fabs(a), 1e-3))
            agreeing++;
        else if (n < 256)
            ill[n++] = name;
    }
    printf("%d %d", agreeing, null);
    for (int k = 0; k < n; k++)
        printf(" %s", ill[k]);
    printf("\n");
    json_decref(root);
    json_decref(other);
    return 0;
}

static double value_of(const char *kind, hsize_t rank, hsize_t k, hsize_t width, hsize_t plane,
                       hsize_t total) {
    double column = (double)(k % width),
           phase = 2 * M_PI * column / 10 + 1e-3 * (double)(k % plane / width);
    if (strcmp(kind, "nan") == 0)
        return (double)NAN;
    if (strcmp(kind, "ones") == 0)
        return 1;
    if (strcmp(kind, "wave") == 0 && rank == 2)
        return fmod(phase * 90 / M_PI, 180);
    if (strcmp(kind, "wave") == 0)
        return 0.7 * (k < plane ? cos(phase) : sin(phase));
    if (strcmp(kind, "index") == 0)
        return sin(0.7 * column) * cos(0.9 * (double)(k / width));
    if (strcmp(kind, "bump") == 0) {
        double unit = (double)(k / plane), row = (double)(k % plane / width);
        double x = column - 11.3 - 0.4 * unit, y = row - 12.6 + 0.3 * unit;
        return (1 + unit) * exp(-0.5 * (x * x + y * y) / 9);
    }
    if (strcmp(kind, "trials") == 0) {
        // Ten waves of wavelength 12 in all directions, tuned responses, and noise by a hash of k.
        hsize_t frames = total / plane, condition = k / plane / 5;
        double row = (double)(k % plane / width),
               theta = M_PI * (double)condition / ((double)frames / 5), tuned = 0, noise = 0;
        for (int j = 0; j < 10; j++) {
            double turn = 0.2 + 0.63 * j, wave = 2 * M_PI / 12 * (cos(turn) * column + sin(turn) * row);
            tuned += 0.3 * cos(wave + 1.7 * j * j - 2 * theta);
        }
        unsigned long bits = (unsigned long)k * 2654435761UL + 12345;
        for (int j = 0; j < 4; j++) {
            bits = bits * 6364136223846793005UL + 1442695040888963407UL;
            noise += (double)(bits >> 40) / (1 << 24) - 0.5;
        }
        return 100 + tuned + 2 * noise;
    }
    if (strcmp(kind, "places") == 0)
        return k < plane ? 2 * column : -2 * (double)(k % plane / width);
    if (strcmp(kind, "hill") == 0)
        return exp(2 *
                   cos(2 * M_PI * (double)(k / width) * (double)width / (double)total - column));
    return 0.25 * (double)k;
}

static int write_array(const char *path, const char *dataset, const char *kind, int rank,
                       char **size) {
    hsize_t shape[4] = {0}, n = 1;
    for (int i = 0; i < rank && i < 4; i++)
        n *= shape[i] = (hsize_t)atoi(size[i]);
    hsize_t width = shape[rank - 1], plane = rank > 1 ? width * shape[rank - 2] : n;
    double *values = calloc(n + 1, sizeof *values);
    for (hsize_t k = 0; k < n; k++)
        values[k] = value_of(kind, (hsize_t)rank, k, width, plane, n);
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    if (file < 0)
        file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    hid_t space = H5Screate_simple(rank, shape, NULL), links = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_create_intermediate_group(links, 1);
    hid_t array =
        H5Dcreate2(file, dataset, H5T_NATIVE_DOUBLE, space, links, H5P_DEFAULT, H5P_DEFAULT);
    int failed = H5Dwrite(array, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0;
    H5Pclose(links);
    H5Sclose(space);
    H5Dclose(array);
    failed = H5Fclose(file) < 0 || failed;
    free(values);
    return failed;
}

// One of a map's planes, blurred by a Gaussian of standard deviation 0.4.
static double blurred(const double *plane, long height, long width, long row, long column) {
    double sum = 0, weights = 0;
    for (long i = row - 3; i <= row + 3; i++)
        for (long j = column - 3; j <= column + 3; j++) {
            double weight =
                exp(-3 * (double)((i - row) * (i - row) + (j - column) * (j - column)));
            if (i < 0 || i >= height || j < 0 || j >= width)
                continue;
            sum += weight * plane[i * width + j];
            weights += weight;
        }
    return sum / weights;
}

// A number of mean 0 and variance 1, nearly normal, by a hash of k.
static double noise_of(unsigned long k) {
    unsigned long bits = k * 2654435761UL + 12345;
    double sum = 0;
    for (int j = 0; j < 12; j++) {
        bits = bits * 6364136223846793005UL + 1442695040888963407UL;
        sum += (double)(bits >> 40) / (1 << 24) - 0.5;
    }
    return sum;
}

static int camera(const char *path, const char *dataset, const char *out, int conditions,
                  int trials) {
    hid_t from = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT),
          map = H5Dopen2(from, dataset, H5P_DEFAULT), space = H5Dget_space(map);
    hsize_t shape[4] = {0};
    if (H5Sget_simple_extent_ndims(space) != 3)
        return 3;
    H5Sget_simple_extent_dims(space, shape, NULL);
    size_t n = shape[1] * shape[2];
    double *z = calloc(2 * n, sizeof *z), *seen = calloc(2 * n, sizeof *seen), power = 0,
           *frames = calloc((size_t)conditions * (size_t)trials * n, sizeof *frames);
    int failed = H5Dread(map, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, z) < 0;
    for (size_t i = 0; i < 2 * n; i++)
        power += z[i] * z[i] / (double)n;
    for (size_t i = 0; i < 2 * n; i++)
        seen[i] = blurred(z + i / n * n, (long)shape[1], (long)shape[2], (long)(i % n / shape[2]),
                          (long)(i % n % shape[2])) /
                  sqrt(power);
    for (size_t k = 0; k < (size_t)conditions * (size_t)trials * n; k++) {
        double theta = M_PI * (double)(k / n / (size_t)trials) / conditions;
        size_t i = k % n;
        frames[k] = 100 + seen[i] * cos(2 * theta) + seen[n + i] * sin(2 * theta) + 3 * noise_of(k);
    }
    hsize_t size[4] = {(hsize_t)conditions, (hsize_t)trials, shape[1], shape[2]};
    hid_t to = H5Fcreate(out, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT),
          extent = H5Screate_simple(4, size, NULL),
          array = H5Dcreate2(to, "/responses", H5T_NATIVE_DOUBLE, extent, H5P_DEFAULT, H5P_DEFAULT,
                             H5P_DEFAULT);
    failed = H5Dwrite(array, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, frames) < 0 || failed;
    H5Dclose(array);
    H5Sclose(extent);
    failed = H5Fclose(to) < 0 || failed;
    H5Dclose(map);
    H5Sclose(space);
    H5Fclose(from);
    free(frames);
    free(seen);
    free(z);
    return failed;
}

static int remove_array(const char *path, const char *dataset) {
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    int failed = H5Ldelete(file, dataset, H5P_DEFAULT) < 0;
    return H5Fclose(file) < 0 || failed;
}

int main(int argc, char **argv) {
    if (argc >= 4 && strcmp(argv[1], "same") == 0)
        return same(argv[2], argv[3], argc > 4 ? argv[4] : NULL);
    if (argc >= 3 && strcmp(argv[1], "json") == 0)
        return print_json(argv[2], argc - 3, argv + 3);
    if (argc >= 5 && strcmp(argv[1], "agree") == 0)
        return agree(argv[2], argc - 4, argv + 3, argv[argc - 1]);
    if (argc == 4 && strcmp(argv[1], "remove") == 0)
        return remove_array(argv[2], argv[3]);
    if (argc >= 6 && strcmp(argv[1], "write") == 0)
        return write_array(argv[2], argv[3], argv[4], argc - 5, argv + 5);
    if (argc == 7 && strcmp(argv[1], "camera") == 0)
        return camera(argv[2], argv[3], argv[4], atoi(argv[5]), atoi(argv[6]));
    fprintf(stderr, "usage: see the first lines of inspect.c\n");
    return 2;
}
